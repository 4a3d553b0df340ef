# Named and timed steps, loud notes, and the summary at the end. To be sourced.

failed=0
summary=()
# Notes outlive the scripts that a step starts: they append to the same file.
export OAICOMPAT_CI_NOTES="${OAICOMPAT_CI_NOTES:-$(mktemp)}"

# step NAME COMMAND...: runs it, says how long it took; a failure makes the whole run red, but the next step follows.
step() {
    local name=$1 started=$SECONDS result=ok
    shift
    printf '\n=== %s\n' "$name"
    "$@" < /dev/null || { result=FAILED; failed=1; }
    summary+=("$(printf '%-6s %5d s  %s' "$result" $((SECONDS - started)) "$name")")
    printf '=== %s: %s after %d s\n' "$name" "$result" $((SECONDS - started))
}

# note TEXT: said now, and again at the end; the run stays green.
note() {
    printf '!!! %s\n' "$1" | tee -a "$OAICOMPAT_CI_NOTES"
}

# retry TIMES COMMAND...
retry() {
    local left=$1
    shift
    until "$@"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        echo "trying again: $*"
        sleep 3
    done
}

# finish: the summary; its status is the run's.
finish() {
    printf '\n=== summary, %d s in all\n' "$SECONDS"
    printf '%s\n' "${summary[@]}"
    if [ -s "$OAICOMPAT_CI_NOTES" ]; then
        printf '\n!!! not everything was tried:\n'
        cat "$OAICOMPAT_CI_NOTES"
    fi
    return "$failed"
}

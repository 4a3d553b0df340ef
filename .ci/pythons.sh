# Where the Pythons are. To be sourced.

# find_python VERSION: prints an interpreter of it that can make environments, from PATH or from pyenv.
find_python() {
    local version=$1 root candidate
    root=$(pyenv root 2> /dev/null || true)
    for candidate in "python$version" "${root:-/nowhere}"/versions/"$version".*/bin/python python3; do
        if "$candidate" -c "import ensurepip, sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" \
            2> /dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# any_python: the one that the checks themselves run with.
any_python() {
    local version
    for version in 3.11 3.12 3.13 3.10; do
        find_python "$version" && return 0
    done
    return 1
}

"""A client's settings: mended where the meaning is certain, refused with a reason elsewhere, secrets never shown."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import NOT_GIVEN, Client, ConfigurationError, omit
from oaicompat._attempts import Attempts, checked_deadline, checked_retries
from oaicompat._settings import (
    BaseURL,
    Settings,
    base_url,
    checked_headers,
    checked_key,
    encoded_query,
    merged_headers,
    shown,
)
from oaicompat._wire import Request

SECRET = "s3cr3t-pass"


@pytest.mark.parametrize(
    ("given", "url", "query"),
    [
        ("http://h/v1", "http://h/v1", {}),
        ("http://h/v1/", "http://h/v1", {}),
        ("http://h/v1///", "http://h/v1", {}),
        (" http://h/v1 ", "http://h/v1", {}),
        ("http://h", "http://h", {}),
        ("http://h:8000/v1/chat/completions", "http://h:8000/v1", {}),
        ("http://h:8000/v1/chat/completions/", "http://h:8000/v1", {}),
        (
            "https://h/openai/v1?api-version=2024-10-21&x=",
            "https://h/openai/v1",
            {"api-version": "2024-10-21", "x": ""},
        ),
        ("HTTP://Host.Example/V1", "http://host.example/V1", {}),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1", {}),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", {}),
        ("http://h/a%20b/é", "http://h/a%20b/%C3%A9", {}),
        ("https://h:443/v1", "https://h:443/v1", {}),
    ],
)
def test_base_urls_that_are_mended(given: str, url: str, query: dict[str, str]) -> None:
    """Slashes, a pasted route, a query: what is meant is certain."""
    found = base_url(given, {})
    assert (found.url, dict(found.query)) == (url, query)
    assert base_url(found.url, {}) == BaseURL(found.url), "mending again changes nothing"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("localhost:8000/v1", "http://"),
        ("h/v1", "http://"),
        ("/v1", "http://"),
        ("ftp://h/v1", "http://"),
        (f"ws://user:{SECRET}@h", "http://"),
        ("http://", "names no host"),
        ("http:///v1", "names no host"),
        ("http://:8000/v1", "names no host"),
        (f"http://user:{SECRET}@h/v1", "user name or password"),
        (f"http://{SECRET}@h/v1", "user name or password"),
        ("http://h/v1#part", "fragment"),
        (f"http://h/v1\nX-Key: {SECRET}", "line break"),
        ("http://h/v1\r\n", "line break"),
        ("http://h/a b", "character that no URL has"),
        ("http://h/\x00", "character that no URL has"),
        (f"http://h:{SECRET}/v1", "not a URL"),
        ("http://h:99999/v1", "not a URL"),
        ("http://[::1/v1", "not a URL"),
    ],
)
def test_base_urls_that_are_refused(given: str, words: str) -> None:
    """A clear error, which is a ValueError too, and shows no secret."""
    for environment, argument in (({}, given), ({"OPENAI_BASE_URL": given}, None)):
        if argument is None and given != given.strip():
            continue  # white space around a variable's value is dropped
        with pytest.raises(ConfigurationError, match="base_url" if argument else "OPENAI_BASE_URL") as caught:
            base_url(argument, environment)
        assert words in str(caught.value)
        assert SECRET not in str(caught.value)
        assert isinstance(caught.value, ValueError)
        assert caught.value.__cause__ is None


def test_where_the_base_url_comes_from() -> None:
    """The argument, else the environment, else OpenAI's own."""
    environment = {"OPENAI_BASE_URL": " http://env/v1 "}
    assert base_url("http://arg", environment).url == "http://arg"
    assert base_url(None, environment).url == "http://env/v1"
    assert base_url(None, {}).url == base_url("", {}).url == "https://api.openai.com/v1"


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://api.openai.com/v1", True),
        ("https://eu.api.openai.com/v1", True),
        ("https://API.OPENAI.COM/v1", True),
        ("https://api.openai.com.evil.example/v1", False),
        ("https://evilapi.openai.com/v1", False),
        ("https://h/api.openai.com", False),
    ],
)
def test_openai_s_own_host(url: str, own: bool) -> None:
    """What is sent to OpenAI alone goes to its own hosts, not to those that look alike."""
    assert base_url(url, {}).is_openai is own


def test_the_root_beside_v1() -> None:
    """Health checks live beside /v1."""
    assert base_url("http://h/v1", {}).root == "http://h"
    assert base_url("http://h/proxy/v1", {}).root == "http://h/proxy"
    assert base_url("http://h", {}).root == "http://h"


@pytest.mark.parametrize(
    ("given", "key"), [(None, None), ("", None), ("  \n", None), ("k", "k"), (" sk-1\n", "sk-1"), ("EMPTY", "EMPTY")]
)
def test_keys(given: Any, key: str | None) -> None:
    """White space around a key, such as a file's last line end, is dropped; nothing left is no key."""
    assert checked_key(given) == key


@pytest.mark.parametrize("wrong", [f"{SECRET}\n{SECRET}", f"{SECRET}\x00", f"{SECRET}é", f"{SECRET}\u2028x"])
def test_keys_that_no_header_can_carry(wrong: str) -> None:
    """Refused, not shown."""
    with pytest.raises(ConfigurationError, match="api_key") as caught:
        checked_key(wrong)
    assert SECRET not in str(caught.value)
    with pytest.raises(TypeError, match="int"):
        checked_key(5)


def test_headers_that_are_sent() -> None:
    """Strings and numbers; None is left out; `omit` stays, to take a header out."""
    given = {"A": "x", "B": 5, "C": None, "D": NOT_GIVEN, "E": omit, "F": "a\tb", "G": ""}
    assert checked_headers(given, "h") == {"A": "x", "B": "5", "E": omit, "F": "a\tb", "G": ""}


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "é", 5, b"a"])
def test_names_that_are_no_header(name: Any) -> None:
    """Refused with the name, not with the value."""
    with pytest.raises(ConfigurationError, match="is no name for a header") as caught:
        checked_headers({name: SECRET}, "default_headers")
    assert SECRET not in str(caught.value)
    assert "default_headers" in str(caught.value)


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX: y", f"{SECRET}\n", f"{SECRET}\x00", f"{SECRET}é"])
def test_values_that_no_header_can_carry(value: str) -> None:
    """No header can be smuggled in; the name is told, the value is not."""
    with pytest.raises(ConfigurationError, match="'X-Key'") as caught:
        checked_headers({"X-Key": value}, "extra_headers")
    assert SECRET not in str(caught.value)
    with pytest.raises(TypeError, match="list"):
        checked_headers({"X-Key": [SECRET]}, "extra_headers")


def test_headers_are_merged_without_case() -> None:
    """Later layers win, whatever the case; `omit` stays, and takes the header out of what is sent."""
    merged = merged_headers({"Accept": "a", "User-Agent": "u"}, {"ACCEPT": "b"}, {"user-agent": omit, "X": "1"})
    assert merged == {"ACCEPT": "b", "user-agent": omit, "X": "1"}
    made = Settings(base=BaseURL("http://h"), headers={"X": omit, "Y": "1"}, query={}, body={})
    request = Request(method="GET", path="models", headers={"user-agent": omit, "authorization": omit})
    sent = Attempts(made, request, 0.0).outgoing("key-123", 0.0).headers
    assert [name for name, _ in sent] == ["Accept", "Accept-Encoding", "Y"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({}, ""),
        ({"a": 1, "b": 2.5, "c": True, "d": None}, "a=1&b=2.5&c=true"),
        ({"a": "x y&z=/é"}, "a=x%20y%26z%3D%2F%C3%A9"),
        ({"a": ["x", "y"], "b": ()}, "a[]=x&a[]=y"),
        ({"a": {"b": 1, "c": {"d": False}}}, "a[b]=1&a[c][d]=false"),
        ({"a": NOT_GIVEN, "b": omit}, ""),
        ({"a b": "c"}, "a%20b=c"),
        ({"after": ""}, "after="),
    ],
)
def test_query(query: dict[str, Any], text: str) -> None:
    """Lists, mappings and booleans as the openai SDK writes them."""
    assert encoded_query(query) == text


def test_later_layers_of_a_query_win() -> None:
    """The call's parameters replace the client's."""
    assert encoded_query({"a": 1, "b": 1}, {"a": 2}) == "a=2&b=1"


@pytest.mark.parametrize("wrong", [-1, True, "2", 1.5, None])
def test_retries_that_cannot_be(wrong: Any) -> None:
    """A whole number, not negative."""
    with pytest.raises((TypeError, ConfigurationError), match="max_retries"):
        checked_retries(wrong)


@pytest.mark.parametrize("wrong", [0, -1, True, "2", float("nan")])
def test_deadlines_that_cannot_be(wrong: Any) -> None:
    """Above 0 seconds."""
    with pytest.raises((TypeError, ConfigurationError), match="deadline"):
        checked_deadline(wrong)


def test_what_is_shown_of_a_url() -> None:
    """A query may hold keys."""
    assert SECRET not in repr(shown("GET", f"http://h/v1?key={SECRET}"))


def test_settings_show_no_secret_and_know_them_all() -> None:
    """In a traceback; and what looks like a key is scrubbed from errors."""
    made = Settings(
        base=BaseURL("http://h", {"api-key": "q-secret"}),
        headers={"X-Api-Key": SECRET, "Authorization": "Bearer b-secret", "Accept": "text"},
        query={"token": "t-secret", "page": "1"},
        body={},
    )
    assert SECRET not in repr(made)
    assert "t-secret" not in repr(made)
    assert set(made.secrets) == {SECRET, "b-secret", "q-secret", "t-secret"}


def test_a_client_checks_its_settings_at_once() -> None:
    """Before any call, with the setting's name."""
    for wrong, name in (
        ({"max_retries": -1}, "max_retries"),
        ({"deadline": 0}, "deadline"),
        ({"timeout": "5"}, "timeout"),
        ({"default_headers": {"a b": "c"}}, "default_headers"),
        ({"default_headers": ["a"]}, "default_headers"),
        ({"default_query": 5}, "default_query"),
        ({"max_event_bytes": 0}, "max_event_bytes"),
        ({"api_key": 5}, "api_key"),
        ({"api_key": "a\nb"}, "api_key"),
    ):
        with pytest.raises((TypeError, ValueError), match=name):
            Client(base_url="http://h/v1", **wrong)  # type: ignore[arg-type]


def test_openai_needs_a_key() -> None:
    """A clear error, which says how to point elsewhere; other servers need none."""
    with pytest.raises(ConfigurationError, match=r"OPENAI_API_KEY.*OPENAI_BASE_URL"):
        Client()
    with Client(base_url="http://h/v1") as client:
        assert client.api_key is None


@pytest.mark.parametrize(
    ("path", "root", "url"),
    [
        ("models", False, "http://h/v1/models?q=1"),
        ("/models", False, "http://h/v1/models?q=1"),
        ("health", True, "http://h/health?q=1"),
        ("models?limit=2", False, "http://h/v1/models?limit=2&q=1"),
        ("http://h/other", False, "http://h/other?q=1"),
    ],
)
def test_urls_of_calls(path: str, root: bool, url: str) -> None:
    """Relative to the base URL or the server's root; a URL of the same server is taken as it is."""
    made = Settings(base=BaseURL("http://h/v1", {"q": "1"}), headers={}, query={}, body={})
    attempts = Attempts(made, Request(method="GET", path=path, root=root), 0.0)
    assert attempts.outgoing(None, 0.0).url == url


@pytest.mark.parametrize("path", ["http://evil/models", "//evil/models", "https://h/models", "http://h:81/models"])
def test_a_url_of_another_server_is_refused(path: str) -> None:
    """Keys are not sent there."""
    made = Settings(base=BaseURL("http://h/v1"), headers={}, query={}, body={})
    with pytest.raises(ConfigurationError, match="another server"):
        Attempts(made, Request(method="GET", path=path), 0.0)

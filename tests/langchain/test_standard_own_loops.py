"""LangChain's standard suites, every async test in an event loop of its own."""

from suites import of_module

globals().update(of_module())

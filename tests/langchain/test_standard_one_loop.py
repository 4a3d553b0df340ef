"""LangChain's standard suites, every async test in the same event loop."""

from suites import of_module

ONE_LOOP = True
globals().update(of_module())

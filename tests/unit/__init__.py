"""Words and protocol: what is decided without a socket is tested without one."""

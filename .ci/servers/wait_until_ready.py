"""Waits until a server answers with a success.

usage: wait_until_ready.py URL PID SECONDS; status 1 if the process ends or the time runs out before that
"""

import os
import sys
import time
import urllib.request

url, pid, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
end = time.monotonic() + seconds
while time.monotonic() < end:
    try:
        os.kill(pid, 0)
        direct.open(url, timeout=5).close()
    except ProcessLookupError:
        sys.exit(f"process {pid} has ended")
    except OSError:  # refused, or an error status while it loads
        time.sleep(0.3)
    else:
        sys.exit(0)
sys.exit(f"no answer from {url} within {seconds:g} s")

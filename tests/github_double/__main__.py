"""`python -m tests.github_double [PORT]`: the double by hand, for a server started with its address."""

import sys
import threading

from tests.github_double.serving import serve

if __name__ == "__main__":
    with serve(int(sys.argv[1]) if sys.argv[1:] else 0) as api_url:
        sys.stdout.write(f"COMMONFIELD_GITHUB_API={api_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("stopped\n")

"""Reads a file as the page does, up to what would be kept: says how many records, the seconds of a
processor, and bytes of memory here and in the process apart.
"""

import json
import resource
import sys
import time
from pathlib import Path


def most():
    """The most bytes of memory that this process had, and the largest of those it started."""
    unit = 1 if sys.platform == "darwin" else 1024
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():  # what `getrusage` says is that of who started this one, where it had more
        here = int(status.read_text().partition("VmHWM:")[2].split()[0])
    return here * unit, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def main():
    from data.ingest import user_tables
    from data.reading import user_file

    began = time.process_time()
    table = user_file.Table(Path(sys.argv[1]))
    about = user_tables.About("Large", "cases", "observation")
    reading = user_tables.read(table, user_file.guess(table), about)
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = time.process_time() - began + apart.ru_utime + apart.ru_stime
    print(json.dumps([len(reading.records), took, *most()]))


if __name__ == "__main__":
    main()

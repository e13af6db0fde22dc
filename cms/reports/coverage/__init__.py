"""The coverage report: what the press made of what the office sent. ``periods`` → ``sources`` (all that is asked of the
database) → ``figures`` (a pure function) → ``presenters``, ``charts``, ``documents`` (PDF), ``workbooks`` (XLSX)."""

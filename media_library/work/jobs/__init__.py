"""Work in the background: ``services`` changes the state of jobs, ``worker`` does them, ``registry`` knows how."""

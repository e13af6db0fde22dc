#!/usr/bin/env python
"""Django's command-line entry point; development settings unless told otherwise."""

import gc
import os
import sys

gc.set_threshold(50_000, 20, 50)  # starting makes much that stays and hardly any garbage; a twelfth of the time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""The sizes of photos: fast, light, and made before anybody asks.

- ``sizes``: the sizes that the house shows, as Wagtail filter specs
- ``drawing``: one decoding of a photo at the resolution that is needed, for as many sizes as wanted
- ``storing``: ``make_sizes`` (for the worker) and the same care for sizes made on demand
"""

"""Copies for strangers: they hold the picture that the signers saw, the signed words, and nothing else.

An original may hold more than is ever shown of it: further frames and pictures, a depth map, a hidden layer under
transparency, a colour profile or a gamma that turn it into another picture, second tracks, subtitles, attachments.
``copies`` is the only way by which anything made of an original leaves the house; ``pictures`` and ``videos`` reduce it
to what was shown, ``colours`` knows the few colour profiles that may go along. The archive keeps its original whole.
"""

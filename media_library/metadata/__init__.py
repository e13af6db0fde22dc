"""What a photo or video file says about itself, read and written; knows files only, never the database.

- ``read``: everything an archive wants to know out of one file
- ``iptc_iim``, ``xmp``: the two older and newer ways of writing it down, taken apart
- ``turkish_text``: Turkish letters out of every encoding that cameras and agencies have used
- ``write``: caption, credit, copyright and terms into a copy of an original, by ExifTool
- ``served``: the small set of facts that goes into every size we serve
- ``templates``: credit and caption lines such as "Fotoğraf: {fotoğrafçı}/{belediye}"
"""

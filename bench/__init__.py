"""``make bench``: what the site costs with 100 and with 10,000 bulletins.

``run`` puts it together and prints; ``inside`` runs in a Django process of its own and seeds, counts queries and
publishes; ``seed`` multiplies one published bulletin; ``load`` asks for pages and reads ``/proc``; ``sink`` is the mail
server.
"""

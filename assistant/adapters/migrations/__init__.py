"""How the tables of the store came to be, a file a revision; `policy-assistant store` walks them."""

"""Gene circuits from drawn curves: a recurrent network finds them, link mutation reads them."""

"""The desk's pages, one module a page group. They read keys of a service through casework and never by themselves."""

"""The portal's words: languages, pages, stages, catalogues and the tables behind "find your service"."""

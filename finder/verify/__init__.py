"""A report that was taken away, made again from its manifest and compared: are its numbers still those of this program?"""

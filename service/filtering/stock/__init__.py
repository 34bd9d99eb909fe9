"""Stock phrases: wording that comment spam shares across campaigns and readers hardly use.

Spam tools spin a few hundred sentences by synonyms; what stays between the swapped words are
idioms of two to five words. The lists are our own observations of the trade, written from memory,
less those that a look at 20,000 genuine comments showed to be everybody's. One phrase proves
nothing; three under one post are nobody's own words: of 20,000 genuine comments 0.03 % have as
many of praise and questions together, of an unseen blog's spam 10 %.
"""

from collections import Counter


def words(text):
    return Counter(text.lower().split()).most_common(5)

from count import words

with open("text.txt") as text:
    for word, times in words(text.read()):
        print(f"{times:3} {word}")

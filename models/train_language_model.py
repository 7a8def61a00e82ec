#!/usr/bin/python3
"""Counts Vietnamese syllables in running text and writes the language model of the repair stage.

    models/train_language_model.py OUT TEXT[*WEIGHT]...

TEXT is UTF-8, one passage a line, plain or .xz; WEIGHT counts it that many times. Debian's python3
and its standard library only; the same input gives the same bytes. The probabilities of one, two
and three syllables are interpolated with absolute discounting and written as back-off tables; models/README.md has
the file format. What is counted: lower case, NFC, new-style tone placement; any word with a digit is
"#"; a sentence ends at . ; : ! ? and at the end of a line, all other punctuation is looked through.
"""

import argparse
import bisect
import collections
import hashlib
import lzma
import math
import re
import struct
import sys
import unicodedata

MAGIC = b"VANTHULM"
VERSION = 1
STEPS_PER_NAT = 10  # costs are bytes: tenths of a nat
LEAST_WORD = 2      # rarer words count as unknown
LEAST_TRIPLE = 2

BOUNDARY, UNKNOWN, NUMBER = "", "\x01", "#"

TOKEN = re.compile(r"[.;:!?…]+(?=\s|$|[\"”’)])|\w+")
TONES = ["aàáảãạ", "eèéẻẽẹ", "oòóỏõọ", "uùúủũụ", "yỳýỷỹỵ"]
TONED = {c: (row[0], i) for row in TONES for i, c in enumerate(row)}
ROW = {row[0]: row for row in TONES}


def unified(word):
    """hoà -> hòa, uỷ -> ủy; as base/text.cpp does it."""
    letters = list(word)
    for i in range(len(letters) - 1):
        first, second = TONED.get(letters[i]), TONED.get(letters[i + 1])
        if not first or not second or first[1] or not second[1]:
            continue
        if first[0] + second[0] not in ("oa", "oe", "uy"):
            continue
        if i + 2 < len(letters) or (i > 0 and letters[i - 1] == "q"):
            continue
        letters[i], letters[i + 1] = ROW[first[0]][second[1]], second[0]
    return "".join(letters)


def sentences(path):
    opened = lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else \
        open(path, encoding="utf-8")
    with opened as lines:
        for line in lines:
            words = []
            for token in TOKEN.findall(unicodedata.normalize("NFC", line).lower()):
                if token[0] in ".;:!?…":
                    if words:
                        yield words
                    words = []
                elif any(c.isdigit() for c in token):
                    if not words or words[-1] != NUMBER:
                        words.append(NUMBER)
                else:
                    words.append(unified(token))
            if words:
                yield words


def discounts(counts):
    """Chen and Goodman's three discounts from the counts of counts."""
    n = collections.Counter(min(c, 5) for c in counts)
    y = n[1] / (n[1] + 2 * n[2])
    return [0] + [max(0.05, k - (k + 1) * y * n[k + 1] / max(1, n[k])) for k in (1, 2, 3)]


def cost_byte(probability):
    return max(0, min(255, round(-math.log(max(probability, 1e-30)) * STEPS_PER_NAT)))


class Order:
    """Discounted probabilities of one length, given those of the next shorter."""

    def __init__(self, counts, shorter):
        discount = discounts(counts.values())
        total, kinds = collections.Counter(), collections.defaultdict(lambda: [0, 0, 0, 0])
        for gram, count in counts.items():
            total[gram[:-1]] += count
            kinds[gram[:-1]][min(count, 3)] += 1
        self.left = {history: sum(discount[k] * many[k] for k in (1, 2, 3)) / total[history]
                     for history, many in kinds.items()}
        self.probability = {}
        for gram, count in counts.items():
            history = gram[:-1]
            own = (count - discount[min(count, 3)]) / total[history]
            self.probability[gram] = own + self.left[history] * shorter(gram[1:])


def backed_off(kept, shorter):
    """For each history, what is left for words that do not follow it, over what they had."""
    used, had = collections.Counter(), collections.Counter()
    for gram, probability in kept.items():
        used[gram[:-1]] += probability
        had[gram[:-1]] += shorter(gram[1:])
    return {h: max(1e-6, 1 - used[h]) / max(1e-6, 1 - had[h]) for h in used}


def train(passages):
    single = collections.Counter()
    for words, weight in passages:
        for word in words:
            single[word] += weight
    vocabulary = {w for w, c in single.items() if c >= LEAST_WORD} | {NUMBER}
    double, triple = collections.Counter(), collections.Counter()
    for words, weight in passages:
        known = [BOUNDARY] + [w if w in vocabulary else UNKNOWN for w in words]
        for gram in zip(known, known[1:]):
            double[gram] += weight
        for gram in zip(known, known[1:], known[2:]):
            triple[gram] += weight

    ones = collections.Counter()
    for (_, word), count in double.items():
        ones[(word,)] += count
    everything = sum(ones.values())
    kinds = len(vocabulary) + 1
    discount = discounts(ones.values())
    spare = sum(discount[min(c, 3)] for c in ones.values()) / everything

    def one(gram):
        count = ones.get(gram, 0)
        return max(0.0, count - discount[min(count, 3)]) / everything + spare / kinds

    pairs = Order(double, one)

    def two(gram):
        found = pairs.probability.get(gram)
        return found if found is not None else pairs.left.get(gram[:1], 1) * one(gram[1:])

    triples = Order(triple, two)
    kept_triples = {g: p for g, p in triples.probability.items()
                    if triple[g] >= LEAST_TRIPLE and UNKNOWN not in g}
    kept_pairs = {g: p for g, p in pairs.probability.items() if UNKNOWN not in g}
    left_pairs = backed_off(kept_triples, two)
    left_words = backed_off(kept_pairs, one)
    return (vocabulary, one, kept_pairs, left_words, kept_triples, left_pairs)


def write(path, model):
    vocabulary, one, pairs, left_words, triples, left_pairs = model
    words = [BOUNDARY] + sorted(vocabulary, key=lambda w: w.encode())
    number = {word: i for i, word in enumerate(words)}
    if len(words) > 65535:
        sys.exit("too many words for 16-bit numbers: raise LEAST_WORD")
    text = "\n".join(words).encode()

    def keyed(table):
        return sorted((tuple(number[w] for w in gram), value) for gram, value in table.items())

    pair_list, triple_list = keyed(pairs), keyed(triples)
    pair_keys = [key for key, _ in pair_list]
    triple_keys = [key[:2] for key, _ in triple_list]
    pair_from = [bisect.bisect_left(pair_keys, (i,)) for i in range(len(words) + 1)]
    triple_from = [bisect.bisect_left(triple_keys, key) for key in pair_keys] + [len(triple_list)]
    body = struct.pack("<6I", VERSION, len(words), len(pair_list), len(triple_list), len(text),
                       cost_byte(one((UNKNOWN,)) / max(1, len(vocabulary))))
    body += text
    body += bytes(cost_byte(one((word,))) for word in words)
    body += bytes(cost_byte(left_words.get((word,), 1)) for word in words)
    body += struct.pack("<%dI" % len(pair_from), *pair_from)
    body += struct.pack("<%dH" % len(pair_list), *(key[1] for key, _ in pair_list))
    body += bytes(cost_byte(p) for _, p in pair_list)
    gram_of = {key: tuple(words[i] for i in key) for key in pair_keys}
    body += bytes(cost_byte(left_pairs.get(gram_of[key], 1)) for key in pair_keys)
    body += struct.pack("<%dI" % len(triple_from), *triple_from)
    body += struct.pack("<%dH" % len(triple_list), *(key[2] for key, _ in triple_list))
    body += bytes(cost_byte(p) for _, p in triple_list)
    with open(path, "wb") as out:
        out.write(MAGIC + hashlib.sha256(body).hexdigest().encode() + body)
    print("%s: %d words, %d pairs, %d triples, %d bytes" %
          (path, len(words), len(pair_list), len(triple_list), len(MAGIC) + 64 + len(body)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out")
    parser.add_argument("text", nargs="+")
    arguments = parser.parse_args()
    passages = []
    for text in arguments.text:
        path, _, weight = text.partition("*")
        passages += [(words, int(weight or 1)) for words in sentences(path)]
    write(arguments.out, train(passages))


if __name__ == "__main__":
    main()

"""The data folders as nouns; the only place that reads YAML.

Read load.py first: it turns files into nouns and stops at the first fault. shapes.py says what may stand in a file,
reading.py holds a file against its shape and collects every fault, strict_yaml.py reads YAML without its surprises.
"""

from assistant.corpus_files.load import (
    Corpus,
    Replies,
    find_policies,
    find_schemes,
    load_corpus,
    load_glossary,
    load_policy,
    load_replies,
    load_scheme,
)
from assistant.corpus_files.problems import Problem
from assistant.corpus_files.prompts import Prompts, load_prompts

__all__ = [
    "Corpus",
    "Problem",
    "Prompts",
    "Replies",
    "find_policies",
    "find_schemes",
    "load_corpus",
    "load_glossary",
    "load_policy",
    "load_prompts",
    "load_replies",
    "load_scheme",
]

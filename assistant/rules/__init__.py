"""Situation + parameters -> findings, by pure functions.

Read rulebook.py first: it finds a rule by name and batch, reads its inputs and runs it. One file a kind of rule holds
the computation (eligibility.py, fund_split.py ...); every figure, date and list comes from the parameters of a batch,
every wording from prompts/rules.yaml.
"""

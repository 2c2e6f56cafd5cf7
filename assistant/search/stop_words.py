"""Words that say little of what a question is about; they are looked for with less weight, never dropped."""

from __future__ import annotations

ENGLISH = frozenset(
    """
    a about above after again all also am an and any are aren't as at be because been before being below between
    both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each ever few for
    from further get gets getting give gives given got had happen happens has hasn't have haven't having he her here
    hers him his how i i'm i've if in into is isn't it it's its itself just know let long make makes many may me
    mean means might more most much my myself need needed needs no nor not of off often on once only or other our
    ours out over own please same say says shall she should so some such take takes tell than that that's the their
    them then there these they this those through to too under until up upon us very want wants was we were what
    what's when where whether which while who whom whose why will with would you your yours
    """.split()  # noqa: SIM905
)

CHINESE = frozenset(
    "的了吗呢啊吧是在我你您他她它们和与或及等有没就都而这那哪么什怎样如何否可以能会应该当要需请"
    "问为多少几谁些个里久长之其于所被把由对从到也不一若果但并且还又中后前时办算"
)
"""Single characters: a word or pair made of these alone says little, one that touches them says less."""

"""policy-assistant embed-token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import SettingsError

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Prints a token as the portal of an embed would sign it. Raises SettingsError, NotFound, NotAllowed."""
    from assistant.serve.desk import utc_now
    from assistant.serve.embed.embeds import embed_named, load_embeds
    from assistant.serve.embed.tokens import portal_token
    from assistant.settings import load_settings

    file = load_settings(data_dir=arguments.data_dir).embeds_file
    if file is None:
        do = "Name the file of the embeds in ASSISTANT_EMBEDS_FILE or assistant.toml; see docs/embed.md"
        raise SettingsError("no embeds are set up", where="embeds_file", do=do)
    embed = embed_named(arguments.embed, load_embeds(file))
    print(portal_token(embed, arguments.origin, arguments.subject, utc_now(), arguments.seconds))
    return 0

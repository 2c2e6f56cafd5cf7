"""API keys, the switch, the daily budget and idempotency keys."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; nothing there changes."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "keys",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("hashed", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("expires", moment),
        sa.Column("revoked", moment),
        sa.Column("last_used", moment),
        sa.Column("person", sa.String(300), nullable=False),
    )
    op.create_table(
        "switch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("off", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(300), nullable=False),
        sa.Column("at", moment),
    )
    op.create_table(
        "budget",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("tokens", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "idempotency",
        sa.Column("person", sa.String(300), primary_key=True),
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("idempotency_by_time", "idempotency", ["at"])


def downgrade() -> None:
    """Answers, conversations, feedback and audit stay; keys have to be made anew."""
    for table in ("idempotency", "budget", "switch", "keys"):
        op.drop_table(table)

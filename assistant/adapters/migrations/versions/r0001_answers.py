"""Answers with the texts they cite, conversations, feedback and audit."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the secret that cursors are signed with."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "answers",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(300), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("conversation", sa.String(64)),
        sa.Column("question", sa.Text),
        sa.Column("noun", sa.Text, nullable=False),
    )
    op.create_index("answers_by_person", "answers", ["person", "at"])
    op.create_index("answers_by_conversation", "answers", ["conversation", "at"])
    op.create_index("answers_by_time", "answers", ["at"])
    op.create_table(
        "cited_texts",
        sa.Column("answer", sa.String(64), sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(300), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.Column("scheme", sa.Text),
        sa.Column("batch", sa.Text),
    )
    op.create_index("conversations_by_person", "conversations", ["person", "changed", "id"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("person", sa.String(300), nullable=False),
        sa.Column("rating", sa.String(8), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.UniqueConstraint("answer", "person", name="feedback_once"),
    )
    op.create_index("feedback_by_time", "feedback", ["at", "id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("person", sa.String(300), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(64)),
        sa.Column("answer", sa.String(64)),
        sa.Column("documents", sa.JSON, nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("model", sa.Text),
        sa.Column("prompt_sha256", sa.String(64)),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_index("audit_by_time", "audit", ["at", "id"])
    op.create_index("audit_by_person", "audit", ["person", "at"])
    signing = op.create_table(
        "signing",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
    )
    op.execute(signing.insert().values(id=1, secret=secrets.token_hex(32)))


def downgrade() -> None:
    """An empty database."""
    for table in ("signing", "audit", "feedback", "conversations", "cited_texts", "answers"):
        op.drop_table(table)

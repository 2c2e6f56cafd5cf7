"""Settings -> a ready Assistant; the only place that picks adapters. Vendors load when they are first needed."""

from assistant.wiring.assistant import Assistant, open_assistant
from assistant.wiring.checkup import DoctorReport, doctor
from assistant.wiring.embedding import prepare_model
from assistant.wiring.indexing import IndexState, index_state, ingest
from assistant.wiring.keeping import migrate_store, open_store, purge, store_revision

__all__ = [
    "Assistant",
    "DoctorReport",
    "IndexState",
    "doctor",
    "index_state",
    "ingest",
    "migrate_store",
    "open_assistant",
    "open_store",
    "prepare_model",
    "purge",
    "store_revision",
]

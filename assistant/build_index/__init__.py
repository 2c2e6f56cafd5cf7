"""From files to a published index. Read flow.py first: it is the whole way; the other files are its steps."""

from assistant.build_index.flow import IndexBuilder, IngestReport
from assistant.build_index.ports import Progress, unheard
from assistant.build_index.reading import SourceReader
from assistant.build_index.sources import Source, Sources, find_sources

__all__ = ["IndexBuilder", "IngestReport", "Progress", "Source", "SourceReader", "Sources", "find_sources", "unheard"]

"""Public part: what is kept beside an index for everyone to read, whichever of its builds is in use?"""

from ..corpus_record import CorpusRecord, PublicPart, public_part_of
from ..engines import Location, noted_public_part


def known_public_part(index: Location, record: CorpusRecord | None) -> PublicPart:
    """Return what the build in use recorded (None: it does not open), else what was noted of the index.

    A build of before there was a public index knows of none. Raises IndexUnusableError when the note
    cannot be read.
    """
    recorded = public_part_of(record) if record else PublicPart()
    if recorded.index:
        return recorded
    noted = noted_public_part(index)
    return PublicPart(noted.index, recorded.rules or noted.rules)

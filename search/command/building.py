"""Building: from a folder to an index. What is read, written, and told of it?"""

import time
from contextlib import closing, suppress
from pathlib import Path

from ..corpus_record import PublicPart
from ..engine import Patience
from ..engines import Location, absolute, open_engine
from ..errors import IndexUnusableError, UnreadableError, UsageError
from ..ingest import (
    PageLines,
    Readers,
    Rejection,
    ScanMemory,
    SharedLines,
    read_lines,
    single_file,
)
from ..upkeep.audience_rules import AudienceRules
from ..upkeep.file_records import IndexingReport
from ..upkeep.following import update as run_update
from ..upkeep.indexing import rebuild as run_rebuild
from ..upkeep.locations import check_location, check_public_index
from ..upkeep.losses import LossError
from ..upkeep.public_part import known_public_part
from ..upkeep.publishing import Published, publish, rules_for
from ..upkeep.report import write_report
from .exit_codes import EXIT_FAULTS, EXIT_WELL
from .opening import warn_of_lost_names
from .progress import Progress
from .reported import print_indexing, print_lines, print_read_article, print_took
from .terminal import next_step, tell


def rebuild(  # noqa: PLR0913, PLR0917 - a parameter for each option
    corpus: Path,
    index: Location,
    dictionary: Path | None,
    keep: int,
    accept_loss: bool,
    follow_links: bool,
    keep_originals: bool,
    wait: float,
    public_index: str | None,
    settings: Path | None,
    report: Path | None,
    as_json: bool,
) -> int:
    """Read a folder, and build its index, and that of what everyone may read."""
    begun = time.monotonic()
    check_location(corpus, index)
    warn_of_lost_names(index)
    part = _public_part(index, public_index, settings)
    if part.index:
        check_location(corpus, part.index)
        _read_rules(part.rules).check(corpus)
    try:
        with Progress("读入文章", "篇") as reading, Progress("写入索引", "条") as writing:
            done = run_rebuild(
                corpus,
                index,
                dictionary,
                reading.show,
                writing.count,
                keep,
                accept_loss,
                follow_links,
                part,
                Patience(wait, tell_waiting),
                keep_originals,
            )
    except LossError as error:
        _tell(error.report, None, corpus, report, as_json)
        raise
    published = _publish(index, settings, Patience(wait, tell_waiting), afresh=True)
    code = _tell(done, published, corpus, report, as_json)
    if not as_json:
        print_took(time.monotonic() - begun)
        shown = published.index if published else index
        tell(f"下一步：{next_step('serve', shown)}（看网页；已经在运行的不必重启）")
    return code


def update(  # noqa: PLR0913, PLR0917 - a parameter for each option
    corpus: Path | None,
    index: Location,
    dictionary: Path | None,
    wait: float,
    settings: Path | None,
    report: Path | None,
    is_watched: bool,
    poll: float | None,
    as_json: bool,
) -> int:
    """Bring an index up to date with its folder, and that of what everyone may read; once, or as it changes."""
    patience = Patience(wait, tell_waiting)
    if corpus:
        check_location(corpus, index)
    warn_of_lost_names(index)
    if is_watched:
        from .watching import watch  # noqa: PLC0415 - needed by nothing else here

        def renew() -> tuple[IndexingReport, Published | None]:
            done = run_update(corpus, index, dictionary, patience=patience)
            if report:
                write_report(done, corpus, report)
            return done, _publish(index, settings, patience)

        return watch(corpus, index, renew, poll, as_json)
    if poll is not None:
        raise UsageError("--poll 要和 --watch 一起用")
    begun = time.monotonic()
    with Progress("读入文章", "篇") as reading, Progress("写入索引", "条") as writing:
        done = run_update(corpus, index, dictionary, reading.show, writing.count, patience)
    code = _tell(done, _publish(index, settings, patience), corpus, report, as_json)
    if not as_json:
        print_took(time.monotonic() - begun)
    return code


def inspect(file: Path, index: Location, as_json: bool) -> int:
    """Show how a file is understood."""
    found = single_file(file)
    with Readers(_shared_lines(index), keeps_spare=False, scans=ScanMemory()) as readers:
        items = [item for reading in readers.read([found]) for item, _ in reading.items]
    for item in items:
        if not isinstance(item, PageLines):  # these are read where sites are learned
            print_read_article(item, as_json)
    rejections = [item for item in items if isinstance(item, Rejection)]
    # What crashed a reader, or took all it may, is not read once more, and here.
    if any(one.path == found.path and not one.may_pass for one in rejections):
        with suppress(UnreadableError, OSError):  # why, the rejection says
            print_lines(read_lines(found) or [], as_json)
    return EXIT_FAULTS if rejections else EXIT_WELL


def tell_waiting(said: str) -> None:
    """Say what is waited for."""
    tell(said, err=True)


def _public_part(index: Location, public_index: str | None, settings: Path | None) -> PublicPart:
    """Return what to record of what everyone may read: as told, else as it was. Raises as `rules_for`."""
    record = None
    with suppress(IndexUnusableError), closing(open_engine(index)) as engine:
        record = engine.corpus_record()
    known = known_public_part(index, record)
    here = str(settings.absolute()) if settings else None
    rules = known.rules if known.rules and not (here and _has_rules(here)) else here
    target = public_index or known.index
    if target is None or target == "off":
        return PublicPart(None, rules)
    check_public_index(index, target)
    for place in filter(None, {known.index, target}):
        rules_for(place, rules, _read_rules)
    return PublicPart(absolute(target), rules)


def _publish(
    index: Location, settings: Path | None, patience: Patience, afresh: bool = False
) -> Published | None:
    """Bring the index of what everyone may read up to date, if one is kept."""
    with Progress("读入公开的文章", "篇") as reading, Progress("写入公开的索引", "条") as writing:
        rules = str(settings.absolute()) if settings else None
        return publish(index, _read_rules, rules, afresh, reading.show, writing.count, patience)


def _read_rules(path: str | None) -> AudienceRules:
    """Read which articles are public, as all settings are read."""
    from webui.settings.audience import read_rules  # noqa: PLC0415 - few need it

    return read_rules(path)


def _has_rules(path: str) -> bool:
    from webui.settings.audience import has_rules  # noqa: PLC0415

    return has_rules(Path(path))


def _tell(
    done: IndexingReport,
    published: Published | None,
    corpus: Path | None,
    report: Path | None,
    as_json: bool,
) -> int:
    """Say what was done, and write the report that was asked for."""
    if report:
        write_report(done, corpus, report)
    print_indexing(done, published, report, as_json)
    return EXIT_FAULTS if done.has_faults else EXIT_WELL


def _shared_lines(index: Location) -> SharedLines:
    """Return what an index knows of sites; nothing where there is no usable index."""
    try:
        with closing(open_engine(index)) as engine:
            lines = engine.corpus_record().shared_lines
    except IndexUnusableError:
        return {}
    return {site: frozenset(shared) for site, shared in lines.items()}

"""Usable: was a build made as this program would make it? Else its terms are others."""

from ....errors import IndexFault, IndexUnusableError, how_to_rebuild
from ....text.analysis import analysis_identity
from ....text.dictionary import Dictionary
from ....text.segmentation import Segmenter
from ..file.manifest import Manifest
from ..file.records import Settings, read_settings


def usable_settings(
    manifest: Manifest, dictionary: Dictionary | None, location: object = None
) -> Settings:
    """Return what a build was made with.

    `location` is said to be where it is, else its folder.

    Raises IndexUnusableError when it was made by another analysis, or with other words than the
    dictionary's.
    """
    build = location or manifest.folder
    location = location or manifest.folder.parent
    settings = read_settings(manifest)
    here = analysis_identity(Segmenter(settings.dictionary))
    if settings.analysis != here:
        raise IndexUnusableError(
            IndexFault.OTHER_VERSION,
            f"{build}: 索引由另一版分词建成（{settings.analysis}），本机为（{here}）；"
            f"{how_to_rebuild(location)}",
        )
    if dictionary is not None and dictionary.fingerprint != settings.dictionary.fingerprint:
        raise IndexUnusableError(
            IndexFault.OTHER_DICTIONARY,
            f"{build}: 索引用的是另一份用户词典；{how_to_rebuild(location)}",
        )
    return settings

"""The figures of each command's result, loaded when one is drawn."""

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of

if TYPE_CHECKING:
    from masthead.reports.figures.compared import comparison_figures
    from masthead.reports.figures.others import change_figures, score_figures, trend_figures, words_figures
    from masthead.reports.figures.wordings import choices_figures

__all__ = [
    "change_figures",
    "choices_figures",
    "comparison_figures",
    "score_figures",
    "trend_figures",
    "words_figures",
]

_NAMES = {
    "compared": "comparison_figures",
    "others": "change_figures score_figures trend_figures words_figures",
    "wordings": "choices_figures",
}
__getattr__ = delayed("masthead.reports.figures", homes_of(_NAMES))

"""Feature rows to outlet profiles: one estimate with its interval for each outlet and feature."""

from masthead.profiles.clusters import Clusters, clusters
from masthead.profiles.codes import Codes, read_codes
from masthead.profiles.corrected import correct_profiles, corrections
from masthead.profiles.outlets import Profile, profile, profile_outlets
from masthead.profiles.pooling import pool_profiles
from masthead.profiles.rows import ClusterTable, group_names
from masthead.profiles.sums import Block, all_intervals, blocks_of, reason_without_articles
from masthead.sources.dates import day_of

__all__ = [
    "Block",
    "ClusterTable",
    "Clusters",
    "Codes",
    "Profile",
    "all_intervals",
    "blocks_of",
    "clusters",
    "correct_profiles",
    "corrections",
    "day_of",
    "group_names",
    "pool_profiles",
    "profile",
    "profile_outlets",
    "read_codes",
    "reason_without_articles",
]

/*
 * analyzer/engine/group.h - the hours of a group: its members' together.
 *
 * What is used is added up hour by hour before anything is made of it: the busiest hour of a group is the
 * maximum of its members' sum, not the sum of their maxima. Within one hour, of which only the highest
 * value is kept, the highest are added up, which errs upwards. Shares (%) are added up as parts of
 * what all members have today, by their sizes: of members that stay the same, the (weighed) mean. Each
 * hour is one value, or each step of a longer cadence.
 *
 * A member counts from its first hour to its last; one whose data ended long ago has left, and its
 * capacity with it. An hour in which one is missing is a gap of the group: nothing is filled in.
 *
 * usable = usable share (95 %) of the capacity - reserve. The reserve of n+1 is the usable part of the
 * largest member, so that the rest hold everything under their own limit; the largest is that of the most
 * capacity or, where none is known, of the highest hour.
 */
#ifndef ANALYZER_ENGINE_GROUP_H
#define ANALYZER_ENGINE_GROUP_H

#include "analyzer/engine/study.h"

/*
 * study_load() for a series of a group: loads every member and leaves hours, capacity, the reserve in the
 * rule's policy and study->facts. ERR_CONFIG where only some members can be turned into usage.
 */
int group_load(struct study *study, size_t series, struct error *err);

#endif

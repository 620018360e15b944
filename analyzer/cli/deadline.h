/*
 * analyzer/cli/deadline.h - an answer within a time, or UNKNOWN.
 */
#ifndef ANALYZER_CLI_DEADLINE_H
#define ANALYZER_CLI_DEADLINE_H

/*
 * From now on the process ends after so many seconds with one line on stdout and status 3, as monitoring
 * plugins do (Monitoring Plugins Development Guidelines, "Plugin Options"). deadline_stop() calls it off.
 */
void deadline_start(unsigned seconds);
void deadline_stop(void);

#endif

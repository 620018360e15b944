/* The importers of text that is neither JSON nor comma-separated, as readers.h says. */
#include <string.h>

#include "tests/fuzz/readers.h"

int reader_belongs(const struct importer *importer)
{
    return importer->example[0] != '[' && strncmp(importer->example, "{\"", 2) != 0 &&
           !strstr(importer->name, "csv");
}

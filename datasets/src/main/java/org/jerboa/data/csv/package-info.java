/**
 * CSV files as sources of examples: what columns mean, how a cell is read, which labels there are.
 */
@NullMarked
package org.jerboa.data.csv;

import org.jspecify.annotations.NullMarked;

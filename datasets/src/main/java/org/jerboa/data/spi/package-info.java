/** For implementers: how examples of any origin reach {@link org.jerboa.data.Datasets#from}. */
@NullMarked
package org.jerboa.data.spi;

import org.jspecify.annotations.NullMarked;

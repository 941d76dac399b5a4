/** A study's folder on disk: what lies where in it, and the lock that keeps it to one study. */
@NullMarked
package org.jerboa.mop.folder;

import org.jspecify.annotations.NullMarked;

/**
 * Folders of images as sources of examples.
 */
@NullMarked
package org.jerboa.data.image;

import org.jspecify.annotations.NullMarked;

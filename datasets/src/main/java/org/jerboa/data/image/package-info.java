/**
 * Folders of images as sources of examples, and single images.
 */
@NullMarked
package org.jerboa.data.image;

import org.jspecify.annotations.NullMarked;

/** Life cycle of a service and its admin port. */
@NullMarked
package io.thumbstream.runtime.service;

import org.jspecify.annotations.NullMarked;

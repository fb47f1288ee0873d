/** Personal fields of records, sealed with a key per person: who destroys the key makes them unreadable everywhere. */
@NullMarked
package io.thumbstream.schemas.seal;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP interface under {@code /api/v1} and the files of the web client. It knows the OpenAPI document, sessions,
 * cookies, roles and JSON, and asks the roster, the book of consultations and the line through their ports. It must not
 * decide anything about calls or duties, nor speak SQL except for repeated requests.
 */
@NullMarked
package org.hotline12348.core.web;

import org.jspecify.annotations.NullMarked;

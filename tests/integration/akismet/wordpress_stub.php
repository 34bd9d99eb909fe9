<?php
/**
 * As much of WordPress as the must-use plugin touches. Takes the plugin's path, reads steps
 * as JSON from standard input, and prints what each came to.
 */

define( 'ABSPATH', '/' );
error_reporting( E_ALL );
set_error_handler( function ( $number, $text ) {
	throw new ErrorException( $text, $number );
} );

$hooks    = array();
$meta     = array();
$sent     = array();
$answers  = array();
$reported = array();
$may      = true;

function add_filter( $name, $callback, $priority = 10, $count = 1 ) {
	global $hooks;
	$hooks[ $name ][] = array( $callback, $count );
}
function add_action( $name, $callback, $priority = 10, $count = 1 ) {
	add_filter( $name, $callback, $priority, $count );
}
function apply_filters( $name, ...$values ) {
	global $hooks;
	foreach ( isset( $hooks[ $name ] ) ? $hooks[ $name ] : array() as $hook ) {
		$values[0] = call_user_func_array( $hook[0], array_slice( $values, 0, $hook[1] ) );
	}
	return $values[0];
}

class WP_Error {}

class Akismet {
	public static function submit_nonspam_comment( $id ) {
		global $reported;
		$reported[] = $id;
	}
}

function is_wp_error( $value ) {
	return $value instanceof WP_Error;
}
function wp_remote_request( $url, $args ) {
	global $sent, $answers;
	$filtered = apply_filters( 'pre_http_request', false, $args, $url );
	if ( false !== $filtered ) {
		return $filtered;
	}
	$sent[] = array( 'url' => $url, 'args' => $args );
	$answer = array_shift( $answers );
	return null === $answer ? new WP_Error() : $answer;
}
function wp_remote_retrieve_response_code( $answer ) {
	return $answer['response']['code'];
}
function wp_remote_retrieve_header( $answer, $name ) {
	return isset( $answer['headers'][ $name ] ) ? $answer['headers'][ $name ] : '';
}
function wp_parse_str( $text, &$fields ) {
	parse_str( $text, $fields );
}
function add_comment_meta( $id, $name, $value, $unique = false ) {
	global $meta;
	$meta[ $id ][ $name ] = $value;
}
function update_comment_meta( $id, $name, $value ) {
	add_comment_meta( $id, $name, $value );
}
function get_comment_meta( $id, $name, $single ) {
	global $meta;
	return isset( $meta[ $id ][ $name ] ) ? $meta[ $id ][ $name ] : '';
}
function delete_comment_meta( $id, $name ) {
	global $meta;
	unset( $meta[ $id ][ $name ] );
}
function current_user_can( $what ) {
	global $may;
	return 'moderate_comments' === $what && $may;
}

require $argv[1];

foreach ( json_decode( stream_get_contents( STDIN ), true ) as $step ) {
	switch ( $step['do'] ) {
		case 'http':
			$answers  = isset( $step['answer'] ) ? array( $step['answer'] ) : array();
			$answer   = wp_remote_request( $step['url'], $step['args'] );
			$result   = is_wp_error( $answer ) ? 'error' : $answer;
			break;
		case 'insert':
			$result = apply_filters( 'wp_insert_comment', $step['id'], null );
			break;
		case 'transition':
			$may = $step['may'];
			apply_filters( 'transition_comment_status', $step['new'], $step['old'], (object) array( 'comment_ID' => $step['id'] ) );
			$result = null;
			break;
		case 'moderation':
			$result = apply_filters( 'pre_option_comment_moderation', false );
			break;
		case 'meta':
			$meta[ $step['id'] ][ $step['name'] ] = $step['value'];
			$result = null;
			break;
	}
	$results[] = $result;
}
echo json_encode( array( 'results' => $results, 'sent' => $sent, 'meta' => $meta, 'reported' => $reported ) );

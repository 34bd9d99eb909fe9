<?php
/**
 * Plugin Name: Hamgate
 * Description: Lets the Akismet plugin ask your own Hamgate instead of akismet.com.
 * License: Apache-2.0
 *
 * Save this file as wp-content/mu-plugins/hamgate.php. Then activate the Akismet plugin and
 * give it your Hamgate site key as its API key. It needs PHP 5.6, as WordPress does.
 *
 * - Calls to rest.akismet.com go to HAMGATE_URL.
 * - While Hamgate is away, comments are held and checked again once it is back.
 * - A held comment stays held when Akismet's own schedule checks it again.
 * - What a moderator approves of the held comments is reported as "not spam".
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

if ( ! defined( 'HAMGATE_URL' ) ) {
	define( 'HAMGATE_URL', 'http://127.0.0.1:8080' );
}

final class Hamgate_Bridge {

	const AKISMET_HOST = 'rest.akismet.com';

	/** Seconds that a visitor may have to wait for us. */
	const MOST_SECONDS = 5;

	/** Marks a comment that was held, by us or because we were away. */
	const HELD = 'hamgate_held';

	/** @var string Why the comment that was checked last is held; '' when it is not. */
	private static $held = '';

	/** @var bool Whether that check was one of a comment already stored. */
	private static $rechecked = false;

	public static function start() {
		add_filter( 'pre_http_request', array( __CLASS__, 'redirect' ), 10, 3 );
		add_action( 'wp_insert_comment', array( __CLASS__, 'mark' ), 20, 1 );
		add_action( 'transition_comment_status', array( __CLASS__, 'report' ), 20, 3 );
		add_filter( 'pre_option_comment_moderation', array( __CLASS__, 'keep_held' ) );
	}

	/** Sends a call that is meant for Akismet to Hamgate; all others go their way. */
	public static function redirect( $answer, $args, $url ) {
		$host = self::akismet_host( $args, $url );
		if ( '' === $host ) {
			return $answer;
		}
		$is_check = false !== strpos( (string) parse_url( $url, PHP_URL_PATH ), '/comment-check' );
		if ( $is_check ) {
			self::$held      = '';
			self::$rechecked = false;
		}
		$answer = wp_remote_request( self::address( $host, $args, $url ), self::arguments( $args ) );
		if ( ! self::is_ours( $answer ) ) {
			$answer = self::away();
		}
		if ( $is_check ) {
			self::take_note( $answer, $args );
		}
		return $answer;
	}

	/** Remembers with a new comment that it was held. */
	public static function mark( $comment_id ) {
		if ( '' !== self::$held && ! self::$rechecked ) {
			add_comment_meta( $comment_id, self::HELD, self::$held, true );
			self::$held = '';
		}
	}

	/** Reports what a moderator approves, which Akismet does only for what was spam. */
	public static function report( $new_status, $old_status, $comment ) {
		if ( 'unapproved' !== $old_status || ! get_comment_meta( $comment->comment_ID, self::HELD, true ) ) {
			return;
		}
		$by_schedule = get_comment_meta( $comment->comment_ID, 'akismet_rechecking', true )
			|| ( defined( 'WP_IMPORTING' ) && WP_IMPORTING );
		if ( 'approved' === $new_status && ! $by_schedule && current_user_can( 'moderate_comments' )
			&& class_exists( 'Akismet' ) ) {
			Akismet::submit_nonspam_comment( $comment->comment_ID );
		}
		delete_comment_meta( $comment->comment_ID, self::HELD );
	}

	/**
	 * Akismet reads "false" from a later check as leave to publish, and asks WordPress'
	 * own rules about it. For a comment that is held these say: not by itself.
	 */
	public static function keep_held( $value ) {
		return self::$rechecked && '' !== self::$held ? '1' : $value;
	}

	/**
	 * The host of Akismet that a call is meant for, or ''. Akismet's connectivity check calls
	 * a bare address and names the host in a header.
	 */
	private static function akismet_host( $args, $url ) {
		$headers = self::headers( $args );
		foreach ( array( parse_url( $url, PHP_URL_HOST ), isset( $headers['host'] ) ? $headers['host'] : '' ) as $host ) {
			$host = strtolower( (string) $host );
			if ( preg_match( '/^(?:[^.]+\.)?' . preg_quote( self::AKISMET_HOST, '/' ) . '(?::\d+)?$/D', $host ) ) {
				return $host;
			}
		}
		return '';
	}

	/** The same path and query at Hamgate; a key in the old host goes into the query. */
	private static function address( $host, $args, $url ) {
		$query = (string) parse_url( $url, PHP_URL_QUERY );
		$body  = isset( $args['body'] ) ? $args['body'] : '';
		$named = is_array( $body ) ? isset( $body['api_key'] ) || isset( $body['key'] )
			: preg_match( '/(?:^|&)(?:api_)?key=/', (string) $body );
		if ( ! $named && preg_match( '/^([0-9a-f]{12})\./', $host, $found ) ) {
			$query = ltrim( $query . '&api_key=' . $found[1], '&' );
		}
		return rtrim( HAMGATE_URL, '/' ) . parse_url( $url, PHP_URL_PATH ) . ( '' === $query ? '' : '?' . $query );
	}

	/** The call as it was, but for the host it names and the time it may take. */
	private static function arguments( $args ) {
		if ( isset( $args['headers'] ) && is_array( $args['headers'] ) ) {
			foreach ( array_keys( $args['headers'] ) as $name ) {
				if ( 'host' === strtolower( $name ) ) {
					unset( $args['headers'][ $name ] );
				}
			}
		}
		$asked           = isset( $args['timeout'] ) ? (float) $args['timeout'] : self::MOST_SECONDS;
		$args['timeout'] = min( $asked, self::MOST_SECONDS );
		// Hamgate mostly lives at an address that WordPress would call unsafe.
		$args['reject_unsafe_urls'] = false;
		return $args;
	}

	/** Whether it was Hamgate that answered, and not a proxy in front of it or nobody. */
	private static function is_ours( $answer ) {
		return ! is_wp_error( $answer )
			&& 200 === (int) wp_remote_retrieve_response_code( $answer )
			&& '' !== (string) wp_remote_retrieve_header( $answer, 'x-akismet-guid' );
	}

	/**
	 * What Akismet's plugin is told while Hamgate is away. Without a guid it would publish the
	 * comment; with one, and a body that is no verdict, it holds it and asks again later.
	 */
	private static function away() {
		return array(
			'headers'       => self::dictionary( array( 'x-akismet-guid' => bin2hex( random_bytes( 16 ) ) ) ),
			'body'          => 'unavailable',
			'response'      => array(
				'code'    => 503,
				'message' => 'Service Unavailable',
			),
			'cookies'       => array(),
			'filename'      => null,
			'http_response' => null,
		);
	}

	/** Headers as WordPress hands them out: found in any case. */
	private static function dictionary( $headers ) {
		foreach ( array( 'WpOrg\Requests\Utility\CaseInsensitiveDictionary', 'Requests_Utility_CaseInsensitiveDictionary' ) as $name ) {
			if ( class_exists( $name ) ) {
				return new $name( $headers );
			}
		}
		return $headers;
	}

	/** Remembers whether the comment just checked is held, and why. */
	private static function take_note( $answer, $args ) {
		if ( 200 !== (int) wp_remote_retrieve_response_code( $answer ) ) {
			self::$held = 'away';
		} elseif ( 'held' === wp_remote_retrieve_header( $answer, 'x-akismet-error' ) ) {
			self::$held = 'held';
		}
		$fields = array();
		if ( isset( $args['body'] ) ) {
			is_array( $args['body'] ) ? $fields = $args['body'] : wp_parse_str( $args['body'], $fields );
		}
		self::$rechecked = ! empty( $fields['recheck_reason'] );
		if ( self::$rechecked && '' !== self::$held && ! empty( $fields['comment_ID'] ) ) {
			update_comment_meta( (int) $fields['comment_ID'], self::HELD, self::$held );
		}
	}

	private static function headers( $args ) {
		$headers = isset( $args['headers'] ) && is_array( $args['headers'] ) ? $args['headers'] : array();
		return array_change_key_case( $headers, CASE_LOWER );
	}
}

Hamgate_Bridge::start();

<?php
/** Does one thing inside WordPress and prints what came of it as JSON. */

$_SERVER['HTTP_HOST']   = parse_url( getenv( 'TESTS_HOME' ), PHP_URL_HOST );
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if ( 'install' === $argv[1] ) {
	define( 'WP_INSTALLING', true );
}
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

$result = null;
switch ( $argv[1] ) {
	case 'install':
		wp_install( 'A blog on tea', 'ann', 'ann@blog.example', true, '', TESTS_PASSWORD );
		break;
	case 'prepare':
		activate_plugin( 'akismet/akismet.php' );
		update_option( 'comment_previously_approved', 0 );
		update_option( 'comments_notify', 0 );
		update_option( 'moderation_notify', 0 );
		break;
	case 'option':
		$result = get_option( $argv[2] );
		break;
	case 'comments':
		foreach ( get_comments( array( 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $one ) {
			$result[] = array(
				'id'     => (int) $one->comment_ID,
				'author' => $one->comment_author,
				'status' => wp_get_comment_status( $one ),
				'held'   => get_comment_meta( $one->comment_ID, 'hamgate_held', true ),
				'error'  => '' !== get_comment_meta( $one->comment_ID, 'akismet_error', true ),
			);
		}
		break;
	case 'recheck':
		do_action( 'akismet_schedule_cron_recheck' );
		break;
}
echo json_encode( $result );
